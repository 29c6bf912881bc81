metadata description = 'A virtual network in which the Container Apps environment reaches MySQL by private addresses, so that the server has no public one.'

@description('Where the network is: the region of the server and of the environment.')
param location string = resourceGroup().location

@description('Addresses of the whole network. They must not overlap with a network that is peered with it later.')
param addressPrefix string = '10.60.0.0/22'

@description('Addresses of the Container Apps environment, at least a /27. They are fixed once the environment exists.')
param appsPrefix string = '10.60.0.0/23'

@description('Addresses of MySQL, at least a /29. They are fixed once the server exists.')
param mysqlPrefix string = '10.60.2.0/28'

resource network 'Microsoft.Network/virtualNetworks@2026-03-01' = {
  name: 'vnet-${uniqueString(resourceGroup().id)}'
  location: location
  tags: {
    'aspire-resource-name': 'network'
  }
  properties: {
    addressSpace: {
      addressPrefixes: [
        addressPrefix
      ]
    }
    // Inside the network: as resources apart, a second deployment of the network could take them for deleted.
    subnets: [
      {
        name: 'apps'
        properties: {
          addressPrefix: appsPrefix
          delegations: [
            {
              name: 'apps'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'mysql'
        properties: {
          addressPrefix: mysqlPrefix
          delegations: [
            {
              name: 'mysql'
              properties: {
                serviceName: 'Microsoft.DBforMySQL/flexibleServers'
              }
            }
          ]
        }
      }
    ]
  }

  resource apps 'subnets' existing = {
    name: 'apps'
  }

  resource mysql 'subnets' existing = {
    name: 'mysql'
  }
}

// The name must end like this, and must not be that of a server.
resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'iotaspire.private.mysql.database.azure.com'
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: 'network'
    location: 'global'
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: network.id
      }
    }
  }
}

@description('Resource id of the subnet for the Container Apps environment.')
output appsSubnetId string = network::apps.id

@description('Resource id of the subnet for MySQL.')
output mysqlSubnetId string = network::mysql.id

@description('Resource id of the private DNS zone in which the server registers its address.')
output privateDnsZoneId string = zone.id
